/** Proofs that accepted mail is not lost: {@code bin/prove}. docs/proof.md tells what they show and what they don't. */
package mailserver.prove;
