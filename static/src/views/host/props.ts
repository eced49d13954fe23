import type { HostActions, HostModel } from "../../core/host_model";
import type { Picture } from "../../core/picture";

/** What every part of the projector page is drawn from. */
export interface HostProps {
  model: HostModel;
  actions: HostActions;
}

/** The same where the room is known. */
export interface PanelProps extends HostProps {
  picture: Picture;
}
