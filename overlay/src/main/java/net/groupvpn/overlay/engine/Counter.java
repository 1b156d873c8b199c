package net.groupvpn.overlay.engine;

/** Something that is counted. Each module has one enum of everything that it counts. */
public interface Counter {
  /** Its name in status: lower-case words with underscores, joined by dots. */
  String label();
}
