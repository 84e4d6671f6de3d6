/** A JSON API behind a bearer token. An answer of 300 and above is thrown with what it says. */
export function jsonApi(url, token) {
  return async (method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    if (answer.status >= 300) throw new Error(`${method} ${url}${path} was answered ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}
