import { timingSafeEqual, createHash } from 'node:crypto';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Failure } from '@sluice/shared/failure';

const guarded = /^\/(api|internal)(\/|$)/i;

/** Every route under /api and /internal needs the bearer token; set for all apps, so that no controller can forget it. */
export class BearerGuard implements CanActivate {
  readonly #token: Buffer;

  constructor(apiToken: string) {
    this.#token = digest(apiToken);
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<{ path: string; headers: Record<string, string | undefined> }>();
    if (!guarded.test(request.path)) return true;
    const [, given] = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '') ?? [];
    if (given !== undefined && timingSafeEqual(digest(given), this.#token)) return true;
    throw new Failure('This route needs the bearer token of the installation.', {
      code: 'not-authorized',
      stage: 'authorization',
      disposition: 'park',
      fix: 'Send the header Authorization: Bearer <SLUICE_API_TOKEN>.',
    });
  }
}

/** Of equal length, so that the comparison takes the same time for every token. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
