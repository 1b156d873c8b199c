package net.groupvpn.client.request;

import java.util.Locale;

/** The phases of a client. */
enum ClientState {
  /** Reading files, enrolling, opening the device. */
  STARTING,
  /** The device exists; looking for other members and for an address. */
  JOINING,
  /** Joined, with an address. */
  UP,
  /** Cleaning up. */
  STOPPING;

  /** The name in JSON; stable. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
