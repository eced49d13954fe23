/** A slow worker's secret card: it calls `wait()` by itself when its time is over. Pure. */
import type { Session } from "./session";

/** Is its time over, and the call not sent yet? */
export function isSlowDue({ you, brief, call, sending }: Session, now_ms: number): boolean {
  const until_ms = you?.card?.until_ms;
  return until_ms !== undefined && now_ms >= until_ms && brief !== null && !sending && call?.outcome !== null;
}
