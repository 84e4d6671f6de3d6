import { z } from 'zod';
import { askApp, type AskedApp } from '../ask-app.js';
import { shortTime } from '../format-table.js';
import { quotedForShell } from '../next-commands.js';
import { ok, warning, type Finding } from './finding.js';

const Answer = z.object({
  oldest: z.array(
    z.looseObject({ stage: z.string(), document: z.string(), since: z.string(), ageSeconds: z.number() }),
  ),
});
type Oldest = z.infer<typeof Answer>['oldest'][number];

/** A document that is longer in one stage lies there; M3's batch jobs and lost answers take less. */
const longSeconds = 15 * 60;

const stageInWords: Readonly<Record<string, string>> = {
  undecided: 'is due, and has not been decided about',
  unanswered: 'waits for a command about which the gateway reports nothing',
  unsent: 'has a command that is due, and nothing is sent for it',
  unended: 'has a command that has not ended',
  unpublished: 'waits to be published to Kafka',
};

const whatToDo = (app: string, { stage, document }: Oldest): string => {
  if (['unanswered', 'unsent', 'unended'].includes(stage))
    return '`sluice account show` says whether the gateways may send.';
  if (stage === 'unpublished') return `See above whether Kafka and its topics are well, else the log of ${app}.`;
  return `\`sluice records show ${quotedForShell(document)}\` and the log of ${app} say why.`;
};

/** Of a sync or a gateway: the document that has been longest in each stage, named where that is too long. */
export async function checkOldest(app: AskedApp): Promise<Finding[]> {
  const { oldest } = await askApp(app, 'GET', '/internal/oldest', Answer);
  const check = `oldest document of ${app.name}`;
  const late = oldest.filter(({ ageSeconds }) => ageSeconds > longSeconds);
  if (late.length === 0) return [ok(check, `none has been in one stage for more than ${longSeconds / 60} min`)];
  return late.map((one) =>
    warning(
      check,
      `${one.document} ${stageInWords[one.stage] ?? `is ${one.stage}`} since ${shortTime(one.since)}`,
      whatToDo(app.name, one),
    ),
  );
}
