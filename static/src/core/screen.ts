/** What this screen says about its own worker, at one moment on the room clock. */
import { GO_MS } from "./go_ms";
import type { Screen } from "./model";
import type { Session } from "./session";

/** `go_ms`: how long this page shows GO! if nothing else happens and nobody presses "Go on". */
export function screen(session: Session, now_ms: number, go_ms = GO_MS): Screen {
  const { standing, brief, you, call } = session;
  if (standing !== "here") return standing;
  if (!brief || !you) return "joining";
  if (you.worker === null) return "watching";
  if (brief.stage === "lobby") return "lobby";
  if (call?.outcome === null) return "waiting";
  if (call?.outcome === "released" && call.end_ms !== null) {
    if (now_ms < call.end_ms) return "hold";
    if (session.missed?.generation === call.generation) return "missed";
    if (session.went_on !== call.generation && now_ms < call.end_ms + shownFor(session, go_ms)) return "released";
  }
  if (brief.state === "broken") return "broken";
  if (session.sending) return "sending";
  if (brief.held) return "held";
  if (brief.state === "acting" || isLeftBehind(session, now_ms)) return "late";
  return "working";
}

/** Does a press count? Without the barrier of a mural, where nobody waits, also while the latest release is still shown. */
export function canArrive(shown: Screen, is_free: boolean): boolean {
  return shown === "working" || shown === "missed" || shown === "late" || (is_free && shown === "released");
}

/** GO! gives way sooner once the room has news for everybody: the barrier broke, or a lesson asks or shows something. */
function shownFor({ brief }: Session, go_ms: number): number {
  const has_news = brief?.state === "broken" || brief?.held;
  return has_news ? Math.min(GO_MS, go_ms) : go_ms;
}

/** When the screen changes by itself, without a word from the server; null when it does not. */
export function nextChange(session: Session, now_ms: number, go_ms = GO_MS): number | null {
  const end_ms = session.call?.outcome === "released" ? session.call.end_ms : null;
  const release_at_ms = session.brief?.last?.release_at_ms ?? null;
  const moments = [
    end_ms,
    end_ms === null ? null : end_ms + shownFor(session, go_ms),
    release_at_ms === null ? null : release_at_ms + GO_MS,
  ];
  const ahead = moments.filter((at_ms): at_ms is number => at_ms !== null && at_ms > now_ms);
  return ahead.length > 0 ? Math.min(...ahead) : null;
}

/** The bus was full with others: watch it go. */
function isLeftBehind(session: Session, now_ms: number): boolean {
  const last = session.brief?.last;
  if (!last || last.release_at_ms === null || session.left_behind !== last.generation) return false;
  return now_ms < last.release_at_ms + GO_MS;
}
