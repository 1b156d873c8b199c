package net.groupvpn.simulator.world;

/**
 * How long nodes stay up and down.
 *
 * @param upSeconds mean
 * @param downSeconds mean
 */
public record ChurnModel(Lifetime lifetime, double upSeconds, double downSeconds) {}
