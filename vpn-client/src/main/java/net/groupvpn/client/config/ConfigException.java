package net.groupvpn.client.config;

import java.util.List;

/** A configuration that cannot be used, with all its problems. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /** Each problem is one line for a person: where, what, with which value, what to do. */
  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** All problems, one line each. */
  public List<String> problems() {
    return problems;
  }
}
