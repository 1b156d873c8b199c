package net.groupvpn.overlay.survey;

/**
 * The progress of a crawl.
 *
 * @param answered nodes whose views are known
 * @param expected how many nodes there seem to be; 0 before the first answer
 * @param questions number of regions and nodes asked so far
 * @param isChecking whether the crawl is only asking nodes again that seem wrong or silent
 */
public record CrawlProgress(int answered, int expected, int questions, boolean isChecking) {}
