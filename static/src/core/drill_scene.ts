/** What a drill puts in the place of a worker's ordinary screen. Pure. */
import * as m from "messages";
import { countBySeat, doneOf, standing } from "./drill";
import { sayName } from "./face_names";
import type { DrillScene } from "./lesson_types";
import type { SeatPerson, YourSeat } from "./protocol_drill";
import type { Session } from "./session";
import { isolated, plain } from "./words";

/** Null for one who only watches, and while the seat is not known yet. */
export function drillScene({ brief, snapshot, you }: Session): DrillScene | null {
  const drill = snapshot?.drill ?? brief?.drill;
  if (!drill || !brief) return null;
  const mine = snapshot ? seatIn(snapshot, you?.worker ?? null) : (you?.seat ?? null);
  if (!mine || mine.run !== drill.run) return null;
  const done = "done" in drill ? doneOf(drill.done) : countBySeat(drill.seats.length, drill.signals);
  const faces = mine.faces.map((face) => ({ ...face, name: face.name && sayName(face.name, face.kind, brief.names) }));
  const phase = brief.phases[brief.releases % brief.phases.length] ?? "";
  return { run: drill.run, at: standing(done, mine.index), faces, you: mine.index, phase };
}

/** As the server tells a phone, from the whole room. */
function seatIn({ drill, workers }: NonNullable<Session["snapshot"]>, me: number | null): YourSeat | null {
  const index = drill && me !== null ? drill.seats.indexOf(me) : -1;
  if (!drill || index < 0) return null;
  const faces = drill.seats.map((worker) => {
    const { name = null, avatar = "", kind = "person" } = workers.find((seated) => seated.worker === worker) ?? {};
    return { name, avatar, kind } as SeatPerson;
  });
  return { run: drill.run, index, faces };
}

/** For those who hear the page. */
export function drillAlert({ at, faces }: DrillScene): string {
  const nameOf = (seat: number) => isolated(faces[seat]?.name ?? m.somebody);
  if (at.state === "go") return `${m.drill_go_alert} ${m.drill_know_all({ n: faces.length })}`;
  return `${plain(at.state === "wait" ? m.drill_wait_for({ name: nameOf(at.from) }) : m.drill_tell({ name: nameOf(at.to) }))}.`;
}
