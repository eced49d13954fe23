import type { Face, Picture } from "../../core/picture";
import { memo } from "./memo";

const PRESENCE = { connected: "", no_signal: ", no signal", gone: ", gone" };

/** The same people as in the drawing, as a list for screen readers. By number, so that a row never moves. */
export function Roster({ picture }: { picture: Picture }) {
  const waits = picture.state === "released" ? "went on" : picture.state === "broken" ? "got the error" : "waiting";
  const each = [
    ...picture.aboard.map((face) => ({ face, does: waits, still: " (still counted)" })),
    ...picture.missing.map((face) => ({ face, does: "working", still: " (still expected)" })),
  ].sort((a, b) => a.face.worker - b.face.worker);
  return (
    <ul class="hidden" aria-label="Everybody in this room">
      {each.map(({ face: { worker, name, you, presence }, does, still }) => (
        <Row key={worker} {...{ name, you, presence, does, still }} />
      ))}
    </ul>
  );
}

const Row = memo(function Row({
  name,
  you,
  presence,
  does,
  still,
}: Pick<Face, "name" | "you" | "presence"> & { does: string; still: string }) {
  return (
    <li>
      <bdi translate={false}>{name}</bdi>
      {you && " (you)"}: {does}
      {PRESENCE[presence]}
      {presence !== "connected" && still}
    </li>
  );
});
