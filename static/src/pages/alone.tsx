/**
 * A room for one: its host plays too, with a seat beside the projector's page. A script of its own, which that page loads.
 * The seat is a worker's like any other: what it may know, and when, is what a phone may know.
 */
import * as m from "messages";
import { render } from "preact";
import { lessonScene } from "../core/lesson_scene";
import type { Actions, Model } from "../core/model";
import { type LocalState, newLocal, roomModel } from "../core/room_model";
import { NEW_SESSION, reduceSession, type SessionEvent } from "../core/session";
import { Connection } from "../lib/connection";
import { Painter } from "../lib/painter";
import { ReleaseWatch } from "../lib/release_watch";
import { Seat } from "../lib/seat";
import { currentTheme } from "../lib/theme";
import { Mine } from "../views/room/room";
import { controls } from "./controls";
import { moments } from "./moments";

const TICK_MS = 100;

/** Takes a seat and draws it here. `joined` is called when it is taken. */
export function playAlong(code: string, join_url: string, place: HTMLElement, joined: () => void): void {
  let session = NEW_SESSION;
  let local = newLocal(code, join_url, currentTheme());
  const change = (changes: Partial<LocalState>) => {
    local = { ...local, ...changes };
    painter.request();
  };
  const dispatch = (event: SessionEvent) => {
    const before = session;
    session = reduceSession(before, event);
    if (session === before) return;
    const { you, brief } = session;
    if (you !== before.you && you?.name && you.avatar) seat.remember({ name: you.name, avatar: you.avatar });
    if (brief !== before.brief) release.watch(brief?.last, event.type === "synced");
    painter.request();
  };
  const seat = new Seat(code);
  const { name, avatar } = document.body.dataset; // proposed, in the language of this page
  if (name && avatar) seat.profile = { name, avatar };
  const knowledge = { session: () => session, dispatch };
  const line = new Connection(code, seat, "brief", {
    ...knowledge,
    notice: () => {},
    retry: (retry_at_ms) => change({ retry_at_ms }),
    polling: (polling) => change({ polling }),
    joined,
  });
  const model = (): Model => roomModel(session, local, release.now(), performance.now(), null, lessonScene);
  const paint = (): number => {
    const shown = model();
    render(<OwnSeat model={shown} actions={actions} />, place);
    const until_ms = session.you?.card?.until_ms;
    const is_due = until_ms !== undefined && shown.now_ms >= until_ms && !session.sending;
    if (is_due && session.call?.outcome !== null) actions.arrive(); // a slow worker's call comes by itself
    return TICK_MS;
  };
  const painter = new Painter(paint);
  const release = new ReleaseWatch(line, painter.now);
  const actions: Actions = controls(
    {
      ...knowledge,
      ...moments(() => local.confirming, change),
      model,
      now: release.now,
      press: () => null,
      change,
      show: (overlay) => change({ overlay }),
      allowSound: () => {}, // the host’s page makes the sounds
    },
    line,
    seat,
  );
  painter.now();
  void seat.claim().then(() => line.open("worker"));
}

function OwnSeat({ model, actions }: { model: Model; actions: Actions }) {
  return (
    <section class="me" aria-label={m.alone_label}>
      <p class="own-name">
        <bdi translate={false}>{model.you?.name ?? ""}</bdi> <span class="dim">{m.room_is_you}</span>
      </p>
      {model.screen === "held" && model.lesson === null ? (
        <div class="mine">
          <h1>{model.held === "paused" ? m.paused : m.alone_look}</h1>
          <span>{m.alone_press}</span>
        </div>
      ) : (
        <Mine model={{ ...model, hosted: false }} actions={actions} />
      )}
      {model.toast !== null && <output class="dim">{model.toast}</output>}
    </section>
  );
}
