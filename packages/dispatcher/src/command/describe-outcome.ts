import type { Outcome } from '@sluice/shared/messages/outcome';

const sentences: Readonly<Record<Outcome['result'], (system: string) => string>> = {
  ok: (system) => `All that was asked of ${system} is done`,
  found: (system) => `${system} holds it already, nothing was written`,
  refused: () => 'It was refused',
  undone: (system) => `It was taken back in ${system}`,
  expired: () => 'It was asked for too long ago to be done now',
  withdrawn: (system) => `It was called off before anything of it reached ${system}`,
  'needs-operator': (system) => `What became of it in ${system} cannot be found out, a person is asked`,
  pending: (system) => `${system} is still at work on it`,
};

/** How a command ended, as its history tells a clerk, with the reason where there is one. */
export function describeOutcome(system: string, { result, refusals, message }: Outcome): string {
  const why = message ?? refusals[0]?.message;
  const sentence = sentences[result](system);
  return why === undefined ? `${sentence}.` : `${sentence}: ${why}`;
}
