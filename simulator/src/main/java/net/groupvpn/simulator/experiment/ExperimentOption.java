package net.groupvpn.simulator.experiment;

/**
 * Something that may be set.
 *
 * @param name as on the command line, without the dashes
 * @param fallback its value if not given
 */
public record ExperimentOption(String name, String fallback, String description) {}
