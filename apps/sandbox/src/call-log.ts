/** Far more than a test makes, and a bound for a sandbox that runs for days under load. */
const KEPT_CALLS = 20_000;

/** What was called, oldest first. */
export class CallLog<Call> {
  private calls: Call[] = [];

  add(call: Call): void {
    this.calls.push(call);
    if (this.calls.length > KEPT_CALLS) this.calls = this.calls.slice(-KEPT_CALLS / 2);
  }

  all(): readonly Call[] {
    return this.calls;
  }

  clear(): void {
    this.calls = [];
  }
}
