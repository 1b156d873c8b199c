package net.groupvpn.lab.fuzz;

/** What kind of nodes stand there. */
public enum Flavour {
  /** Members with all services, in one realm. */
  MEMBER,
  /** Members whose private node lives beside a public one on the same socket. */
  HOST
}
