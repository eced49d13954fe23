import * as m from "messages";
import type { HostActions } from "../../../core/host_model";
import type { Names } from "../../../core/protocol_room";
import type { PlayedRound, WorldId } from "../../../core/what_if";
import { Key, Panel } from "../../parts/panel";
import { useKeptRound, WhatIfPair } from "../../what_if/pair";

interface Props {
  round: PlayedRound;
  world: WorldId;
  names: Names;
  actions: HostActions;
}

/** The latest round in another world, beside what happened. */
export function WhatIfPanel({ round, world, names, actions }: Props) {
  const kept = useKeptRound(round, names);
  return (
    <main>
      <Panel label={m.what_if} look="other-world">
        <WhatIfPair round={kept} chosen={world} choose={(chosen) => actions.show({ name: "what_if", world: chosen })}>
          <button type="button" class="button button-main" data-first onClick={() => actions.show(null)}>
            {m.back} <Key name="Esc" />
          </button>
        </WhatIfPair>
      </Panel>
    </main>
  );
}
