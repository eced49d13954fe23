import type { Picture } from "../../core/picture";
import { ordinal, seconds } from "../../core/words";
import { FaceDisc } from "../parts/face";

interface TableProps {
  picture: Picture;
  /** With it the names are buttons. */
  pick: ((worker: number) => void) | undefined;
}

/** The same facts as in the time chart. */
export function TimelineTable({ picture, pick }: TableProps) {
  const places = new Map(picture.aboard.map((face) => [face.worker, face.index]));
  const released = picture.state === "released";
  return (
    <div class="table-scroll">
      <h2 class="table-title">Round {picture.round} as a table</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <th scope="col">Worked</th>
            <th scope="col">Came</th>
            <th scope="col">
              <code>wait()</code> gave
            </th>
            <th scope="col">Waited</th>
          </tr>
        </thead>
        <tbody>
          {picture.rows.map(({ worker, name, avatar, kind, you, from_ms, arrived_ms }) => {
            const place = places.get(worker);
            const is_last = released && picture.last?.worker === worker;
            return (
              <tr key={worker} class={is_last ? "came-last" : undefined}>
                <th scope="row">
                  <FaceDisc name={name} avatar={avatar} kind={kind} />{" "}
                  {pick ? (
                    <button type="button" class="name-button" onClick={() => pick(worker)}>
                      <bdi translate={false}>{name}</bdi>
                    </button>
                  ) : (
                    <bdi translate={false}>{name}</bdi>
                  )}
                  {you && " (you)"}
                </th>
                <td class="num" translate={false}>
                  {seconds((arrived_ms ?? picture.end_ms) - from_ms)}
                </td>
                <td>
                  {place === undefined ? "still working" : `${ordinal(place + 1)}${is_last ? ", opened the gate" : ""}`}
                </td>
                <td class="num" translate={false}>
                  {place === undefined ? "" : gave(picture, place)}
                </td>
                <td class="num" translate={false}>
                  {arrived_ms === null ? "" : seconds(picture.end_ms - arrived_ms)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function gave(picture: Picture, index: number): string {
  if (picture.state === "released") return `${index}`;
  return picture.state === "broken" ? "the error" : "nothing yet";
}
