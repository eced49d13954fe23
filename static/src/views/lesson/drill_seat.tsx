/** A worker's seat in a drill: whom to tell, whom to wait for, and of whom one knows. */
import * as m from "messages";
import { useState } from "preact/hooks";
import type { DrillScene } from "../../core/lesson_types";
import type { Actions } from "../../core/model";
import { spelled } from "../../core/numbers";
import type { SeatPerson } from "../../core/protocol_drill";
import { finishedQuestion, type Phrase } from "../../core/words";
import { FaceDisc } from "../parts/face";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";
import { Heading } from "./heading";

interface Props {
  scene: DrillScene;
  actions: Actions;
}

export function DrillSeat({ scene, actions }: Props) {
  const { run, at } = scene;
  const key = `${at.state} ${run} ${at.round}`;
  if (at.state === "go") return <Gone scene={scene} />;
  if (at.state === "wait") return <Wait key={key} scene={scene} />;
  return <Tell key={key} scene={scene} actions={actions} />;
}

function personOf({ faces }: DrillScene, seat: number | null): SeatPerson {
  return (seat === null ? undefined : faces[seat]) ?? { name: null, avatar: "", kind: "person" };
}

function nameOf(scene: DrillScene, seat: number | null): string {
  return personOf(scene, seat).name ?? m.drill_somebody_left;
}

function Tell({ scene, actions }: Props) {
  const { run, at, phase } = scene;
  const [is_sent, setSent] = useState(false);
  const to = personOf(scene, at.to);
  const tell = async () => {
    if (is_sent) return;
    setSent(true);
    if (!(await actions.signal(run, at.round))) setSent(false);
  };
  const name = nameOf(scene, at.told_by);
  const told = at.round === 1 ? m.drill_know_two : m.drill_knew_of({ name, knew: at.n_known / 2, n: at.n_known });
  return (
    <div class="lesson-body drill-body">
      <Heading words={at.told_by === null ? m.drill_pass_it_on : m.drill_told_you({ name })} />
      <p class="sub dim">
        {at.told_by === null ? (
          m.drill_then_tell({ question: finishedQuestion(phase) })
        ) : (
          <>
            <Sentence words={told} /> {m.drill_tell_on({ seats: seatsOn(at.round) })}
          </>
        )}
      </p>
      <Known scene={scene} />
      <button type="button" class="arrive drill-tell" aria-disabled={is_sent} onClick={tell}>
        <Face person={to} />
        <span>
          <Sentence
            words={is_sent ? m.sending : to.name === null ? m.drill_tell_next : m.drill_tell({ name: to.name })}
          />
        </span>
      </button>
    </div>
  );
}

function Wait({ scene }: { scene: DrillScene }) {
  const { at, faces } = scene;
  const from = personOf(scene, at.from);
  return (
    <div class="lesson-body drill-body">
      <Heading words={m.drill_wait_for({ name: nameOf(scene, at.from) })} />
      <p class="sub">
        <Sentence words={m.drill_have_told({ name: nameOf(scene, at.to) })} />
        <br />
        <Sentence words={m.drill_not_told({ name: nameOf(scene, at.from) })} />
      </p>
      <div class="drill-awaited">
        <Face person={from} />
      </div>
      <p>
        <b>{m.drill_know_of({ n: at.n_known, all: faces.length })}.</b>
      </p>
      <Known scene={scene} />
    </div>
  );
}

function Gone({ scene }: { scene: DrillScene }) {
  const { at, faces } = scene;
  return (
    <div class="lesson-body drill-body">
      <Icon name="go" big />
      <Heading words={m.go} look="phone-big" />
      <p>
        <b>
          {m.drill_know_all({ n: faces.length })} {m.drill_nobody_said}
        </b>
      </p>
      <Known scene={scene} />
      <p class="sub">{m.drill_taps({ n: at.n_rounds, all: at.n_rounds * faces.length })}</p>
    </div>
  );
}

export function DrillWatch() {
  return (
    <div class="lesson-body drill-body">
      <Heading words={m.watch_this_one} />
      <p class="sub">{m.drill_watch_says}</p>
    </div>
  );
}

export function drillFoot(scene: DrillScene): Phrase {
  const { at, faces } = scene;
  if (at.state === "go") return m.drill_at_counter({ n: faces.length });
  if (at.state === "wait") return m.drill_only_wakes({ name: nameOf(scene, at.from) });
  return m.drill_round_of({ at: at.round + 1, n: at.n_rounds, seats: seatsOn(at.round) });
}

/** "one seat on", "two seats on". */
function seatsOn(round: number): string {
  const n = 2 ** round;
  return m.drill_seats_on({ n, number: spelled(n) });
}

/** Everybody by seat: a face where one knows that it has come. */
function Known({ scene }: { scene: DrillScene }) {
  const { at, faces } = scene;
  const label = m.drill_know_of({ n: at.n_known, all: faces.length });
  return (
    <div class={faces.length > 8 ? "drill-known drill-known-many" : "drill-known"} role="img" aria-label={label}>
      {faces.map((person, seat) => (at.knows[seat] ? <Face key={seat} person={person} /> : <i key={seat} />))}
    </div>
  );
}

function Face({ person }: { person: SeatPerson }) {
  return <FaceDisc name={person.name ?? ""} avatar={person.avatar} kind={person.kind} />;
}
