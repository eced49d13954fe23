import * as m from "messages";
import type { HostActions } from "../../core/host_model";
import { canHear } from "../../core/host_words";
import type { Face } from "../../core/picture";

interface Props {
  face: Face;
  actions: HostActions;
}

export function NudgeButton({ face, actions }: Props) {
  return (
    <button
      type="button"
      class="button"
      aria-disabled={!canHear(face)}
      aria-label={m.host_nudge_name(face)}
      title={canHear(face) ? undefined : m.host_not_connected}
      onClick={() => canHear(face) && actions.nudge(face.worker)}
    >
      {m.host_nudge}
    </button>
  );
}

export function LetGoButton({ face, actions }: Props) {
  return (
    <button
      type="button"
      class="button"
      aria-label={m.host_let_go_name(face)}
      onClick={() => actions.let_go(face.worker, false)}
    >
      {m.host_let_go}
    </button>
  );
}
