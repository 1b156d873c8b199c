package net.groupvpn.simulator.experiment;

/**
 * An option.
 *
 * @param name its name on the command line, without the dashes
 * @param fallback its default value
 */
public record ExperimentOption(String name, String fallback, String description) {}
