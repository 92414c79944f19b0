/**
 * A small mail agent at a prompt, for students who want to see the dialogue.
 *
 * <p>It doesn't know a server's home, apart from finding its ports. Read {@link mailserver.cli.agent.AgentCommand}
 * first.
 */
package mailserver.cli.agent;
