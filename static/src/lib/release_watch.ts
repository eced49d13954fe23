/** The picture changes in the frame of the appointed moment; who hears late changes at once. Either way it is reported. */
import type { Brief } from "../core/protocol";
import type { Connection } from "./connection";
import { schedule } from "./schedule";

/** A release that is heard later than this, or found on coming in, is no report of a moment. */
const REPORTED_LATE_MS = 10_000;

export class ReleaseWatch {
  private generation = -1;
  private cancel = () => {};
  /** The frame of a release is drawn a little before its moment, and shows what is true in it. */
  private not_before_ms = 0;

  /** `show` shows the release at once. */
  constructor(
    private readonly line: Connection,
    private readonly show: () => void,
  ) {}

  /** What time it is on this screen. */
  now = (): number => Math.max(this.line.clock.now(), this.not_before_ms);

  /** `was_synced`: found in the whole state, not announced by its own event. */
  watch(last: Brief["last"] | undefined, was_synced: boolean): void {
    if (last?.outcome !== "released" || last.release_at_ms === null) return;
    const { generation, release_at_ms } = last;
    if (generation === this.generation) return;
    this.cancel();
    this.generation = generation;
    this.cancel = () => {};
    const late_ms = this.now() - release_at_ms;
    if (late_ms > REPORTED_LATE_MS || (was_synced && late_ms > 0)) return;
    const heard_ms = performance.now();
    this.cancel = schedule(release_at_ms, this.line.clock.known, () => {
      this.not_before_ms = release_at_ms;
      this.show();
      // The next frame begins when this one is seen. Nobody sees a hidden page.
      if (!document.hidden) requestAnimationFrame((seen_ms) => this.line.shown(generation, heard_ms, seen_ms));
    });
  }
}
