package net.groupvpn.portal.web;

/** One page or one page's action. Called by several threads at once. */
@FunctionalInterface
public interface Page {
  /** Answers by rendering or redirecting; a {@link Refusal} becomes an error page. */
  void answer(Visit visit);
}
