/** The members of a token answer that are used. Others, an `id_token` for one, are not looked at. */
const used = ['access_token', 'token_type', 'expires_in', 'scope', 'error', 'error_description'] as const;

/**
 * A token answer as OAuth writes it, where the server means the same: a member that is null is absent, scopes may come as a
 * list, a token without a type is a bearer token, any 2xx is success, and JSON is JSON whatever type it is said to have. What
 * is no JSON object stays as it came.
 */
export async function tolerateTokenAnswer(response: Response): Promise<Response> {
  const answer = await readObject(response);
  if (answer === undefined) return response;
  const given = used.flatMap((name) => {
    const value = name === 'scope' && Array.isArray(answer[name]) ? answer[name].join(' ') : answer[name];
    return value === null || value === undefined || (name !== 'access_token' && value === '') ? [] : [[name, value]];
  });
  const members = Object.fromEntries(given) as Record<string, unknown>;
  if (members['access_token'] !== undefined) members['token_type'] ??= 'Bearer';
  const headers = new Headers(response.headers);
  headers.set('content-type', 'application/json');
  const status = response.ok ? 200 : response.status;
  return new Response(JSON.stringify(members), { status, headers });
}

/** Reads a copy: what cannot be used here is read again by whoever says what is wrong with it. */
async function readObject(response: Response): Promise<Record<string, unknown> | undefined> {
  try {
    const answer: unknown = JSON.parse(await response.clone().text());
    return typeof answer === 'object' && answer !== null && !Array.isArray(answer)
      ? (answer as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
