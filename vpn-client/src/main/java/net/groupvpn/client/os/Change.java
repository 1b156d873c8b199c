package net.groupvpn.client.os;

/**
 * One thing that a client changes on its machine. Plain data with checked values, and equal if they
 * are: it can be written down, and handed to another process.
 */
public interface Change {}
