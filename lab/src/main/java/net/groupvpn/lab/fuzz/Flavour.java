package net.groupvpn.lab.fuzz;

/** The kind of nodes in the world. */
public enum Flavour {
  /** Members with all services, in one realm. */
  MEMBER,
  /** Members whose private node shares a socket with a public one. */
  HOST
}
