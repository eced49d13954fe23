import type { HostActions, HostModel } from "../../core/host_model";
import { Toast } from "../toast";
import { HostBar } from "./bar";
import { HostHeader } from "./header";
import { Lobby } from "./lobby";
import { NotHere } from "./not_here";
import { Panels } from "./panels";
import { Running } from "./running";

export interface HostProps {
  model: HostModel;
  actions: HostActions;
}

/** Everything above the bar is for the class; the bar is for the host. */
export function HostPage({ model, actions }: HostProps) {
  const { picture, screen } = model;
  if (picture === null || screen === "wrong" || screen === "no_key") return <NotHere model={model} actions={actions} />;
  const look = `host host-${picture.state}${model.back_row ? " back-row" : ""}`;
  return (
    <div class={look}>
      <HostHeader model={model} actions={actions} />
      {picture.state === "lobby" ? (
        <Lobby model={model} picture={picture} actions={actions} />
      ) : (
        <Running model={model} picture={picture} actions={actions} />
      )}
      {!model.bar_hidden && !model.back_row && <HostBar model={model} picture={picture} actions={actions} />}
      <Panels model={model} picture={picture} actions={actions} />
      <Toast sentence={model.toast} />
    </div>
  );
}
