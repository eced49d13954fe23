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
      aria-label={`Nudge ${face.name}`}
      title={canHear(face) ? undefined : "This screen is not connected"}
      onClick={() => canHear(face) && actions.nudge(face.worker)}
    >
      Nudge
    </button>
  );
}

export function LetGoButton({ face, actions }: Props) {
  return (
    <button
      type="button"
      class="button"
      aria-label={`Let go ${face.name}`}
      onClick={() => actions.let_go(face.worker, false)}
    >
      Let go
    </button>
  );
}
