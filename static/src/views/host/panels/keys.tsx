import { KeyList } from "../../parts/key_list";
import type { PanelProps } from "../props";
import { Key, Panel } from "./panel";

const KEYS = [
  ["Space", "the main button; Enter and Page Down too"],
  ["N", "next round: the next bus"],
  ["R", "reset (twice while somebody waits)"],
  ["Shift A", "break it (twice)"],
  ["L", "door open or locked"],
  ["B", "add robots"],
  ["E", "how close together: screens and threads"],
  ["P", "report: how long everybody waited"],
  ["+ −", "seats"],
  ["J", "join code"],
  ["Z", "for the back row"],
  ["F", "hide or show the bar"],
  ["D", "dark or light"],
  ["M", "sound"],
  ["?", "this list"],
  ["Esc", "close"],
] as const;

export function Keys({ actions }: PanelProps) {
  return (
    <Panel label="Keys" look="middle-panel">
      <h2>Keys</h2>
      <KeyList keys={KEYS} look="keys-two" />
      <button type="button" class="button button-main" data-first onClick={() => actions.show(null)}>
        Back <Key name="Esc" />
      </button>
    </Panel>
  );
}
