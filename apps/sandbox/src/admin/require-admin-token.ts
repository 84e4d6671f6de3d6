import type { IncomingMessage, ServerResponse } from 'node:http';
import { sameSecret } from '../secrets.js';

/** Lets through only those who carry the admin token. */
export const requireAdminToken =
  (adminToken: string) =>
  (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined && sameSecret(given, adminToken)) {
      next();
      return;
    }
    response.statusCode = 401;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.setHeader('www-authenticate', 'Bearer');
    response.end(JSON.stringify({ error: 'The admin token is missing or wrong.' }));
  };
