package net.groupvpn.client.os;

/**
 * One thing that a client changes on its machine. Plain data with value equality: it can be written
 * down, and passed to another process. The device that it names is a {@link DeviceName}.
 */
public interface Change {}
