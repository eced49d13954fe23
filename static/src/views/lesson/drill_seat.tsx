/** A worker's seat in a drill: whom to tell, whom to wait for, and of whom one knows. */
import { useState } from "preact/hooks";
import type { DrillScene } from "../../core/lesson_types";
import type { Actions } from "../../core/model";
import { spelled } from "../../core/numbers";
import type { SeatPerson } from "../../core/protocol_drill";
import type { Words } from "../../core/words";
import { FaceDisc } from "../parts/face";
import { Icon } from "../parts/icons";
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
  return personOf(scene, seat).name ?? "Somebody who has left";
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
  const heading: Words = at.told_by === null ? ["Pass it on"] : [{ name: nameOf(scene, at.told_by) }, " has told you"];
  const teller = nameOf(scene, at.told_by);
  const told =
    at.round === 1 ? "You know of 2 now." : `${teller} knew of ${at.n_known / 2}, so you know of ${at.n_known} now.`;
  return (
    <div class="lesson-body drill-body">
      <Heading words={heading} />
      <p class="sub dim">
        {at.told_by === null
          ? `Done with your ${phase}? Then tell the next one.`
          : `${told} Tell the one ${seatsOn(at.round)}.`}
      </p>
      <Known scene={scene} />
      <button type="button" class="arrive drill-tell" aria-disabled={is_sent} onClick={tell}>
        <Face person={to} />
        <span>
          {is_sent ? (
            "Sent…"
          ) : (
            <>
              Tell <bdi translate={false}>{to.name ?? "the next one"}</bdi>
            </>
          )}
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
      <Heading words={["Wait for ", { name: nameOf(scene, at.from) }]} />
      <p class="sub">
        You have told <bdi translate={false}>{nameOf(scene, at.to)}</bdi>.
        <br />
        <bdi translate={false}>{nameOf(scene, at.from)}</bdi> has not told you yet.
      </p>
      <div class="drill-awaited">
        <Face person={from} />
      </div>
      <p>
        <b>
          You know of {at.n_known} of {faces.length}.
        </b>
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
      <Heading words={["GO!"]} look="phone-big" />
      <p>
        <b>You know of all {faces.length}. Nobody had to say “go”.</b>
      </p>
      <Known scene={scene} />
      <p class="sub">
        {at.n_rounds} taps each, {at.n_rounds * faces.length} in all.
      </p>
    </div>
  );
}

export function DrillWatch() {
  return (
    <div class="lesson-body drill-body">
      <Heading words={["You watch this one"]} />
      <p class="sub">The seats are taken. See who tells whom on the big screen.</p>
    </div>
  );
}

export function drillFoot(scene: DrillScene): string {
  const { at, faces } = scene;
  if (at.state === "go") return `At the counter it would have been ${faces.length} in one line.`;
  if (at.state === "wait") return `Only ${nameOf(scene, at.from)} can wake you now.`;
  return `Round ${at.round + 1} of ${at.n_rounds} · ${seatsOn(at.round)}`;
}

/** "one seat on", "two seats on". */
function seatsOn(round: number): string {
  return round === 0 ? "one seat on" : `${spelled(2 ** round)} seats on`;
}

/** Everybody by seat: a face where one knows that it has come. */
function Known({ scene }: { scene: DrillScene }) {
  const { at, faces } = scene;
  const label = `You know of ${at.n_known} of ${faces.length}`;
  return (
    <div class={faces.length > 8 ? "drill-known drill-known-many" : "drill-known"} role="img" aria-label={label}>
      {faces.map((person, seat) => (at.knows[seat] ? <Face key={seat} person={person} /> : <i key={seat} />))}
    </div>
  );
}

function Face({ person }: { person: SeatPerson }) {
  return <FaceDisc name={person.name ?? ""} avatar={person.avatar} kind={person.kind} />;
}
