import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Failure } from '@sluice/shared/failure';
import { bearsToken, type Bearing } from './bears-token.js';

export interface Guarded {
  readonly apiToken: string;
  /** Whether the metrics need no token. */
  readonly metricsOpen: boolean;
}

const inside = /^\/(api|internal)(\/|$)/i;
const figures = /^\/metrics(\/|$)/i;

/**
 * Every route under /api and /internal needs the bearer token, and so do the metrics unless METRICS_OPEN is on; set for
 * all apps, so that no controller can forget it.
 */
export class BearerGuard implements CanActivate {
  readonly #guarded: Guarded;

  constructor(guarded: Guarded) {
    this.#guarded = guarded;
  }

  canActivate(context: ExecutionContext): boolean {
    const { apiToken, metricsOpen } = this.#guarded;
    const request = context.switchToHttp().getRequest<Bearing & { path: string }>();
    const isGuarded = inside.test(request.path) || (!metricsOpen && figures.test(request.path));
    if (!isGuarded || bearsToken(request, apiToken)) return true;
    throw new Failure('This route needs the bearer token of the installation.', {
      code: 'not-authorized',
      stage: 'authorization',
      disposition: 'park',
      fix: 'Send the header Authorization: Bearer <SLUICE_API_TOKEN>.',
    });
  }
}
