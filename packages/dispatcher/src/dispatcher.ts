import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { RepeatedWork } from '@sluice/runtime/repeated-work';
import { isStorageAway } from '@sluice/runtime/postgres/storage-errors';
import { Signal } from '@sluice/runtime/signal';
import { AccountHealth } from './account/account-health.js';
import { claimCommand, isAnythingDue, type Claimed } from './request/claim-command.js';
import { claimHealthProbe } from './request/claim-health-probe.js';
import { tellRefusedAccess } from './delay/tell-refused-access.js';
import type { DispatcherContext } from './dispatcher-context.js';
import { forgetOld } from './command/forget-old.js';
import { measureDispatcher } from './measure-dispatcher.js';
import type { OutgoingRequest, RequestPart } from './request/outgoing-request.js';
import { LeaseKeeper } from './lease/keep-lease.js';
import { boundPause, whyRefused } from './account/pause-account.js';
import { prepareToken } from './account/prepare-token.js';
import type { GatewayCommand } from './protocol.js';
import { requestsOpenMax } from './quota/take-slot.js';
import { closeRequest } from './request/close-request.js';
import { notFolded, refusedForContent, type EndedRequest } from './request/ended-request.js';
import { recordAnswer } from './request/record-answer.js';
import { recoverInFlight, recoverOrphaned } from './request/recover-in-flight.js';
import { sendRequest } from './request/send-request.js';
import { traceRequest } from './request/trace-request.js';
import type { Lease } from './lease/take-lease.js';

/** An answer that cannot be folded after so many tries counts as lost, so that it does not hold up the dispatcher. */
const recordTriesMax = 5;

/**
 * Runs the commands of one account, one dispatcher at a time over all processes. Claim and intent, sending, recording:
 * three moments, and after a crash between any two of them the next holder of the lease knows what may have left.
 */
export class Dispatcher<Command extends GatewayCommand, Call> {
  readonly name = 'dispatcher';
  readonly #context: DispatcherContext<Command, Call>;
  readonly #keeper: LeaseKeeper;
  /** Given when there may be something to do. */
  readonly #wakeUp = new Signal();
  #workers: Promise<void>[] = [];
  readonly #health: AccountHealth;
  readonly #forgetting: RepeatedWork;
  readonly #recovering: RepeatedWork;
  readonly #measure: ReturnType<typeof measureDispatcher> | undefined;
  /** Requests of this process that are under way, or whose answers are not recorded yet. */
  readonly #inHand = new Set<string>();
  /** How many of them are under way. */
  #open = 0;
  #claiming: Promise<unknown> = Promise.resolve();
  #stopping = false;
  #stopped: Promise<void> | undefined;

  constructor(context: DispatcherContext<Command, Call>) {
    this.#context = context;
    this.#health = new AccountHealth(context);
    if (context.metrics !== undefined) this.#measure = measureDispatcher(context.metrics, context, this.#health);
    const { database, log, protocol, settings } = context;
    this.#forgetting = new RepeatedWork({
      name: 'forgetting',
      work: () => this.#forgetOld(),
      everyMs: settings.forgetEveryMs,
      log,
      failed: 'old commands and requests could not be deleted and are tried again',
    });
    this.#recovering = new RepeatedWork({
      name: 'recovering',
      work: () => this.#recover(),
      everyMs: settings.leaseMs,
      log,
      failed: 'could not look for orphaned requests',
    });
    this.#keeper = new LeaseKeeper({
      database,
      log,
      account: protocol.account,
      holder: randomUUID(),
      leaseMs: settings.leaseMs,
      renewMs: settings.leaseRenewMs,
      onTaken: async (lease) => {
        await boundPause(context);
        const unknown = await recoverInFlight(context, lease);
        log.info({ account: lease.account, term: lease.term, unknown }, 'ready to send');
        this.#wakeUp.give();
      },
    });
  }

  start(): void {
    // Every commit may have made a command due: one worker wakes up, claims it, and by committing its intent wakes the next.
    this.#context.database.onCommit(() => this.#wakeUp.giveToOne());
    this.#keeper.start();
    this.#forgetting.start();
    this.#recovering.start();
    this.#workers = Array.from({ length: requestsOpenMax(this.#context) }, () => this.#work());
  }

  /** Why nothing can be sent until a person acts; for the health route, a sentence each. */
  async problems(): Promise<readonly string[]> {
    const { account } = this.#context.protocol;
    const { problem } = this.#keeper;
    const refused = await whyRefused(this.#context);
    return [
      ...(problem === undefined ? [] : [`dispatcher: holds the lease of ${account} but is not ready: ${problem}`]),
      ...(refused === undefined ? [] : [`dispatcher: ${account} accepts no request of ours: ${refused}`]),
    ];
  }

  /** Begins nothing more, waits for the answers that are open, and releases the lease. Safe to call twice. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    this.#stopping = true;
    this.#wakeUp.give();
    await Promise.all(this.#workers);
    await this.#forgetting.stop();
    await this.#recovering.stop();
    await this.#keeper.stop();
    await this.#context.protocol.transport.close();
  }

  async #work(): Promise<void> {
    const { settings, log } = this.#context;
    while (!this.#stopping) {
      const wakeUp = this.#wakeUp.next();
      const lease = this.#keeper.current();
      let waitMs: number = settings.pollMs;
      try {
        const next = lease === undefined ? waitMs : await this.#runOne(lease);
        if (next === 0) continue;
        waitMs = Math.min(next, settings.retryMs);
      } catch (thrown) {
        waitMs = settings.retryMs;
        log.warn({ err: thrown }, 'the dispatcher could not go on and tries again');
      }
      await wakeUp.within(waitMs);
    }
  }

  /** How long to wait until the next attempt; 0: there was something to do. */
  async #runOne(lease: Lease): Promise<number> {
    const { pollMs } = this.#context.settings;
    const claimed = await this.#claim(lease);
    if (claimed === 'idle') return pollMs;
    if (claimed === 'moved') return 0;
    if ('waitMs' in claimed) return claimed.waitMs;
    try {
      const request = this.#health.note(claimed, await this.#send(claimed));
      await this.#record(claimed, request.inDoubt === true ? await this.#resolveDoubt(claimed, request) : request);
    } finally {
      this.#inHand.delete(claimed.requestId);
    }
    return 0;
  }

  async #send(outgoing: OutgoingRequest<Call>): Promise<EndedRequest> {
    try {
      const endSpan = traceRequest(this.#context, outgoing);
      const ended = await sendRequest(this.#context, outgoing, () => this.#keeper.current());
      endSpan(ended);
      return ended;
    } finally {
      this.#open -= 1;
    }
  }

  /** Whether the account is refused or only this request, is told by a health probe: one that is let in speaks for the account. */
  async #resolveDoubt(outgoing: OutgoingRequest<Call>, request: EndedRequest): Promise<EndedRequest> {
    const { database, log, protocol } = this.#context;
    const { ended } = request;
    if (ended.kind !== 'rejected') return request;
    let isLetIn = false;
    try {
      // It takes no place in the quota any more, so that the probe has one.
      await database.transaction((tx) => closeRequest(tx, this.#context, outgoing, request));
      isLetIn = await this.#isLetIn();
    } catch (thrown) {
      log.warn({ account: protocol.account, err: thrown }, 'whether the account is refused could not be asked');
    }
    if (!isLetIn) return this.#health.pausing(request, ended);
    log.warn(
      { ...lineOf(outgoing, request), answer: ended.message },
      'a request was refused for what it says: a health probe is let in',
    );
    return refusedForContent(outgoing, request, ended);
  }

  /** Sends a health probe as soon as the quota permits. False where that cannot be done now. */
  async #isLetIn(): Promise<boolean> {
    const { protocol, settings } = this.#context;
    const { healthProbe } = protocol;
    if (healthProbe === undefined) return false;
    const until = performance.now() + settings.clientTimeoutMs;
    while (!this.#stopping && performance.now() < until) {
      const lease = this.#keeper.current();
      if (lease === undefined) return false;
      const claimed = await this.#inTurn(async () =>
        (await prepareToken(this.#context, lease.term, this.#health))
          ? claimHealthProbe(this.#context, lease, healthProbe)
          : 'idle',
      );
      if (isOutgoingRequest(claimed)) return this.#wasLetIn(claimed);
      if (claimed === 'idle' || claimed === 'moved') return false;
      await pause(Math.min(claimed.waitMs, settings.retryMs));
    }
    return false;
  }

  async #wasLetIn(probe: OutgoingRequest<Call>): Promise<boolean> {
    try {
      const request = this.#health.note(probe, await this.#send(probe));
      await this.#record(probe, request);
      return request.ended.kind === 'results';
    } finally {
      this.#inHand.delete(probe.requestId);
    }
  }

  #claim(lease: Lease): Promise<Claimed<Call>> {
    return this.#inTurn(() => this.#claimNow(lease));
  }

  /** One worker after the other, so that no two take the same slot of the quota, or ask for a token each. */
  #inTurn(claim: () => Promise<Claimed<Call>>): Promise<Claimed<Call>> {
    const claimed = this.#claiming.then(async () => {
      const one = await claim();
      if (isOutgoingRequest(one)) {
        this.#open += 1;
        this.#inHand.add(one.requestId);
      }
      return one;
    });
    this.#claiming = claimed.catch(() => undefined);
    return claimed;
  }

  async #claimNow(lease: Lease): Promise<Claimed<Call>> {
    const allowed = this.#health.permission();
    if (allowed.do === 'wait') return { waitMs: allowed.forMs };
    if (allowed.do === 'go-on' && this.#open >= allowed.openMax) return 'idle';
    if (!(await isAnythingDue(this.#context)) || !(await prepareToken(this.#context, lease.term, this.#health)))
      return 'idle';
    return allowed.do === 'try' ? this.#claimTry(lease) : claimCommand(this.#context, lease, this.#health.callsMax);
  }

  /** The one request that finds out whether the other system is back: a health probe, or where there is none, what is due. */
  async #claimTry(lease: Lease): Promise<Claimed<Call>> {
    const { healthProbe } = this.#context.protocol;
    const claimed = await (healthProbe === undefined
      ? claimCommand(this.#context, lease, 1)
      : claimHealthProbe(this.#context, lease, healthProbe));
    if (isOutgoingRequest(claimed)) this.#health.noteTry();
    return claimed;
  }

  async #forgetOld(): Promise<void> {
    if (this.#keeper.current() === undefined) return;
    const rows = await forgetOld(this.#context);
    if (rows > 0) this.#context.log.info({ rows }, 'old commands and requests are gone');
  }

  async #recover(): Promise<void> {
    const lease = this.#keeper.current();
    if (lease === undefined) return;
    const commands = await recoverOrphaned(this.#context, lease, () => [...this.#inHand]);
    if (commands === 0) return;
    const { log, protocol } = this.#context;
    log.warn({ account: protocol.account, commands }, 'orphaned requests count as unanswered');
    this.#wakeUp.give();
  }

  /** Tries until the answer is saved. Where the process stops or crashes meanwhile, the probe finds out. */
  async #record(outgoing: OutgoingRequest<Call>, request: EndedRequest): Promise<void> {
    const { log, settings } = this.#context;
    let stopTries = 0;
    for (let tries = 1; ; tries += 1)
      try {
        const decision = await recordAnswer(
          this.#context,
          outgoing,
          tries > recordTriesMax ? { ...request, ended: notFolded } : request,
        );
        log.info({ ...lineOf(outgoing, request), decision }, 'attempt');
        if (request.pause !== undefined) await tellRefusedAccess(this.#context).catch(() => undefined);
        this.#measure?.(outgoing, { decision, durationMs: request.durationMs });
        return;
      } catch (thrown) {
        log.error({ ...lineOf(outgoing, request), tries, err: thrown }, 'an answer could not be recorded yet');
        if (this.#stopping && (stopTries += 1) >= recordTriesMax) return;
        if (isStorageAway(thrown)) tries = Math.min(tries, recordTriesMax - 1);
        await pause(settings.retryMs);
      }
  }
}

const isOutgoingRequest = <Call>(claimed: Claimed<Call>): claimed is OutgoingRequest<Call> =>
  typeof claimed === 'object' && 'requestId' in claimed;

const lineOf = (
  { requestId, purpose, parts, term, calls, request }: OutgoingRequest,
  { ended, answer, durationMs }: EndedRequest,
) => ({
  requestId,
  ...(parts.length === 1 ? soleOf(parts[0] as RequestPart) : { documents: parts.map((part) => part.document) }),
  purpose,
  term,
  calls: calls.length,
  method: request.method,
  status: answer?.status,
  durationMs: Math.round(durationMs),
  ended: ended.kind,
  ...('message' in ended && { message: ended.message }),
});

const soleOf = ({ commandId, document, step, run }: RequestPart) => ({ commandId, document, step, run });
