package net.groupvpn.overlay.engine;

/** Something that is counted. Each module has one enum of all that it counts. */
public interface Counter {
  /** Its name in status: words of small letters and underlines, joined by dots. */
  String label();
}
