import * as m from "messages";
import type { MuralPicture } from "../../core/mural_model";
import { parts } from "../../core/painting";
import type { Face } from "../../core/picture";
import { FaceDisc } from "../parts/face";
import { Icon, type IconName } from "../parts/icons";

/** Up to this many strips each has a row with its owner. */
const MOST_NAMED = 12;

const STATES: Readonly<Record<"work" | "wait" | "go" | "bad", { icon: IconName; says: string }>> = {
  work: { icon: "work", says: m.mural_row_paints },
  wait: { icon: "wait", says: m.mural_row_waits },
  go: { icon: "go", says: m.mural_row_goes },
  bad: { icon: "bad", says: m.roster_got_error },
};

/** Whose strips these are, and how far each is. */
export function Gutter({ mural }: { mural: MuralPicture }) {
  return (
    <ul class="mural-gutter" aria-label={m.mural_strips}>
      {mural.owners.length <= MOST_NAMED
        ? mural.owners.map((face, strip) => <Owner key={face.worker} mural={mural} face={face} strip={strip} />)
        : rowsOf(mural.owners.length).map((strips, row) => <Row key={row} mural={mural} strips={strips} />)}
    </ul>
  );
}

function Owner({ mural, face, strip }: { mural: MuralPicture; face: Face; strip: number }) {
  const who = (
    <>
      <FaceDisc name={face.name} avatar={face.avatar} kind={face.kind} />
      <span class="gutter-name">
        <bdi>{face.name}</bdi>
      </span>
    </>
  );
  if (mural.gate === "none") {
    const step = mural.steps[strip] ?? 0;
    return (
      <li class={`gutter-row gutter-free ${face.presence}`} data-strip={strip}>
        {who}
        {face.presence === "gone" && <small>{m.mural_gone_at}</small>}
        <b class="num">{step}</b>
      </li>
    );
  }
  const state = stateOf(mural, strip);
  const { icon, says } = STATES[state];
  return (
    <li class={`gutter-row gutter-${state} ${face.presence}`} data-strip={strip}>
      {who}
      <i>
        <Icon name={icon} />
        <span class="hidden">{says}</span>
      </i>
    </li>
  );
}

function stateOf({ phase, painted }: MuralPicture, strip: number): keyof typeof STATES {
  if (phase === "released" || phase === "whole") return "go";
  if (!painted[strip]) return "work";
  return phase === "broken" ? "bad" : "wait";
}

/** A row of several strips: how many of them are painted, or at which steps they are. */
function Row({ mural, strips }: { mural: MuralPicture; strips: number[] }) {
  const n = strips.length;
  if (mural.gate === "none") {
    const steps = strips.map((strip) => mural.steps[strip] ?? 0);
    const [least, most] = [Math.min(...steps), Math.max(...steps)];
    return (
      <li class="gutter-row gutter-free">
        <small>{m.mural_n_strips({ n })}</small>
        <b class="num">{least === most ? least : `${least}–${most}`}</b>
      </li>
    );
  }
  const is_going = mural.phase === "released" || mural.phase === "whole";
  const n_painted = strips.filter((strip) => mural.painted[strip]).length;
  return (
    <li class="gutter-row gutter-many">
      <svg class="gutter-bar" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
        <rect class={is_going ? "fill-go" : "fill-work"} width="100" height="20" />
        {!is_going && <rect class="gutter-painted" width={(100 * n_painted) / n} height="20" />}
      </svg>
      <b class="num">{is_going ? n : `${n_painted}/${n}`}</b>
    </li>
  );
}

function rowsOf(n: number): number[][] {
  const rows: number[][] = [];
  for (const [strip, { row }] of parts(n).entries()) {
    const strips = rows[row] ?? [];
    strips.push(strip);
    rows[row] = strips;
  }
  return rows;
}
