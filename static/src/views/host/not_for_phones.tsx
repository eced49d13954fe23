import { Icon } from "../parts/icons";

/** In place of the QR code of an address by which this computer means itself: phones that open it find nobody. */
export function NotForPhones() {
  return (
    <section class="not-for-phones" aria-label="Phones cannot get here">
      <Icon name="off" big />
      <h2>Phones cannot get here yet</h2>
      <p>Only this computer can reach this server.</p>
      <ol>
        <li>Join the class Wi-Fi, or open a hotspot.</li>
        <li>
          Stop the server, and start it again with <code>make class</code>
        </li>
        <li>Reload this page. The room and its code stay the same.</li>
      </ol>
      <p>Until then, other tabs on this computer can join.</p>
    </section>
  );
}
