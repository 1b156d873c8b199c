package net.groupvpn.client.request;

import java.util.Locale;

/** How far the client is. */
enum ClientState {
  /** Reading files, enrolling, opening the device. */
  STARTING,
  /** The device is there; looking for the others and for an address. */
  JOINING,
  /** Joined, with an address. */
  UP,
  /** Tidying up. */
  STOPPING;

  /** As it stands in JSON; stable. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
