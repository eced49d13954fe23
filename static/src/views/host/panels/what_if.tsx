import { useRef } from "preact/hooks";
import type { HostActions } from "../../../core/host_model";
import type { Names } from "../../../core/protocol";
import type { PlayedRound, WorldId } from "../../../core/what_if";
import { Key, Panel } from "../../parts/panel";
import { WhatIfPair } from "../../what_if/pair";

interface Props {
  round: PlayedRound;
  world: WorldId;
  names: Names;
  actions: HostActions;
}

/** The latest round in another world, beside what happened. */
export function WhatIfPanel({ round, world, names, actions }: Props) {
  // A newer round does not take the place of the one that is talked about; hidden names do.
  const kept = useRef({ round, names });
  if (kept.current.names !== names) kept.current = { round, names };
  return (
    <main>
      <Panel label="What if?" look="other-world">
        <WhatIfPair
          round={kept.current.round}
          chosen={world}
          choose={(chosen) => actions.show({ name: "what_if", world: chosen })}
        >
          <button type="button" class="button button-main" data-first onClick={() => actions.show(null)}>
            Back <Key name="Esc" />
          </button>
        </WhatIfPair>
      </Panel>
    </main>
  );
}
