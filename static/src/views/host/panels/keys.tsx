import * as m from "messages";
import { HOST_KEYS } from "../../../core/host_keys";
import { KeyList } from "../../parts/key_list";
import { Key, Panel } from "../../parts/panel";
import type { PanelProps } from "../props";

const KEYS = HOST_KEYS.map(({ label, does }) => [label, does] as const);

export function Keys({ actions }: PanelProps) {
  return (
    <Panel label={m.keys_heading} look="middle-panel">
      <h2>{m.keys_heading}</h2>
      <KeyList keys={KEYS} look="keys-two" />
      <button type="button" class="button button-main" data-first onClick={() => actions.show(null)}>
        {m.back} <Key name="Esc" />
      </button>
    </Panel>
  );
}
