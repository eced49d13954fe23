/** When to connect again. */

/** Waits double from the first to the last, and are spread so that a class doesn't come back in one moment. */
const FIRST_MS = 1000;
const LAST_MS = 8000;

export class Retry {
  private timer = 0;
  private n_tries = 0;

  /** `show`: the next try comes at this moment of `performance.now()`; null for none. */
  constructor(
    private readonly connect: () => void,
    private readonly show: (at_ms: number | null) => void,
  ) {}

  /** Later each time. */
  later(): void {
    const most_ms = Math.min(LAST_MS, FIRST_MS * 2 ** this.n_tries);
    this.n_tries += 1;
    this.after(most_ms * (0.5 + Math.random() / 2));
  }

  after(wait_ms: number): void {
    clearTimeout(this.timer);
    this.show(performance.now() + wait_ms);
    this.timer = window.setTimeout(() => {
      this.show(null);
      this.connect();
    }, wait_ms);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.show(null);
  }

  succeeded(): void {
    this.n_tries = 0;
    this.show(null);
  }
}
