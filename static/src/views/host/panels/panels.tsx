import type { HostModel, Panel } from "../../../core/host_model";
import { LessonMenu } from "../../lesson/host/menu";
import { JoinProgram } from "../../parts/join_program";
import type { PanelProps } from "../props";
import { Exits } from "./exits";
import { FloodKit } from "./flood";
import { JoinPanel } from "./join";
import { Keys } from "./keys";
import { Missing } from "./missing";
import { RobotsPanel } from "./robots";
import { SeatPanel } from "./seat";
import { SettingsPanel } from "./settings";
import { TakeAlong } from "./take_along";
import { WhatIfPanel } from "./what_if";

/** Over the page, in a row below the picture, or in the place of the picture and the bar. */
export type PanelPlace = "over" | "below" | "instead";

const PLACES: Readonly<Record<Panel["name"], PanelPlace>> = {
  missing: "below",
  flood: "below",
  exits: "instead",
  what_if: "instead",
  lesson: "over",
  robots: "over",
  join: "over",
  python: "over",
  settings: "over",
  take_along: "over",
  keys: "over",
  seat: "over",
};

/** Where the open panel stands; null without one, or while it has nothing to show. */
export function panelPlace({ panel, spread, what_if }: HostModel): PanelPlace | null {
  if (panel === null || (panel.name === "exits" && spread === null)) return null;
  if (panel.name === "what_if" && what_if === null) return null;
  return PLACES[panel.name];
}

/** The open panel, if it stands in this place. */
export function PanelIn({ place, ...props }: PanelProps & { place: PanelPlace }) {
  const { model, actions } = props;
  const { panel, spread, what_if, rules } = model;
  if (panel === null || panelPlace(model) !== place) return null;
  switch (panel.name) {
    case "missing":
      return <Missing {...props} />;
    case "flood":
      return <FloodKit {...props} />;
    case "exits":
      return spread && <Exits spread={spread} actions={actions} />;
    case "what_if":
      return what_if && <WhatIfPanel round={what_if} world={panel.world} names={rules.names} actions={actions} />;
    case "robots":
      return <RobotsPanel {...props} />;
    case "join":
      return <JoinPanel {...props} />;
    case "python":
      return (
        <JoinProgram
          code={model.code}
          join_url={model.join_url}
          picture={props.picture}
          close={() => actions.show(null)}
        />
      );
    case "settings":
      return <SettingsPanel {...props} />;
    case "take_along":
      return <TakeAlong {...props} />;
    case "lesson":
      return <LessonMenu model={props.model} actions={props.actions} />;
    case "keys":
      return <Keys {...props} />;
    case "seat":
      return <SeatPanel key={panel.worker} {...props} panel={panel} />;
  }
}
