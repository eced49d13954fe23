import { JoinProgram } from "../../parts/join_program";
import type { PanelProps } from "../props";
import { JoinPanel } from "./join";
import { Keys } from "./keys";
import { RobotsPanel } from "./robots";
import { SeatPanel } from "./seat";
import { SettingsPanel } from "./settings";
import { TakeAlong } from "./take_along";

/** One at a time. "missing" and "flood" are part of the picture: see running.tsx. */
export function Panels(props: PanelProps) {
  const { panel } = props.model;
  switch (panel?.name) {
    case "robots":
      return <RobotsPanel {...props} />;
    case "join":
      return <JoinPanel {...props} />;
    case "python":
      return (
        <JoinProgram
          code={props.model.code}
          join_url={props.model.join_url}
          picture={props.picture}
          close={() => props.actions.show(null)}
        />
      );
    case "settings":
      return <SettingsPanel {...props} />;
    case "take_along":
      return <TakeAlong {...props} />;
    case "keys":
      return <Keys {...props} />;
    case "seat":
      return <SeatPanel key={panel.worker} {...props} panel={panel} />;
    default:
      return null;
  }
}
