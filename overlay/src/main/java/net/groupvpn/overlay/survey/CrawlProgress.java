package net.groupvpn.overlay.survey;

/**
 * How far a crawl is.
 *
 * @param answered nodes whose views are known
 * @param expected how many there seem to be; 0 before the first answer
 * @param questions regions and nodes that were asked so far
 * @param isChecking whether only nodes that seem wrong or silent are asked again
 */
public record CrawlProgress(int answered, int expected, int questions, boolean isChecking) {}
