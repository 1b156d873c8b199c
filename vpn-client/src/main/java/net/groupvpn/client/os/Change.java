package net.groupvpn.client.os;

/**
 * One thing that a client changes on its machine. Plain data, equal if its values are: it can be
 * written down, and handed to another process. The device that it names is a {@link DeviceName}.
 */
public interface Change {}
