import type { SandboxClient } from './sandbox-client.js';

type M3Fields = Readonly<Record<string, string>>;

/** Types an order into M3's batch entry up to, and not including, FinishEntry. Answers its two numbers. */
export async function givenEntry(
  sandbox: SandboxClient,
  { baor = 'COUPA', head = {}, lines = [{}] }: { baor?: string; head?: M3Fields; lines?: readonly M3Fields[] } = {},
): Promise<{ MSGN: string; PUNO: string }> {
  const { MSGN } = (await sandbox.run('PPS370MI', 'StartEntry', { BAOR: baor })).records[0];
  const heading = { MSGN, FACI: 'F01', WHLO: 'W01', SUNO: 'Y30001', DWDT: '20270320', ORTY: 'C01', CUCD: 'EUR' };
  const { PUNO } = (await sandbox.run('PPS370MI', 'AddHead', { ...heading, ...head })).records[0];
  for (const [index, line] of lines.entries()) {
    const record = { MSGN, PUNO, PNLI: String(index + 1), ITNO: 'BRG6204', ORQA: '10', PUPR: '4.125', PUUN: 'PCS' };
    await sandbox.run('PPS370MI', 'AddLine', { ...record, ...line });
  }
  return { MSGN, PUNO };
}
