/** A JSON API behind a bearer token. No answer, and one of 300 and above, is thrown with the name of the API. */
export function jsonApi(name, url, token, patienceMs = 10_000) {
  return async (method, path, body) => {
    const { status, text } = await exchange().catch((error) => {
      const why =
        error.name === 'TimeoutError' ? `within ${patienceMs / 1000} s` : `(${error.cause?.code ?? error.message})`;
      // Without the query: requests that differ by their query alone give the same sentence, which is printed once.
      throw new Error(`${name} does not answer ${why}: ${method} ${url}${path.split('?', 1)[0]}`, { cause: error });
    });
    if (status >= 300) throw new Error(`${name} answered ${status} to ${method} ${url}${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);

    async function exchange() {
      const answer = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(patienceMs),
      });
      return { status: answer.status, text: await answer.text() };
    }
  };
}
