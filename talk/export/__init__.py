"""A deck as other programs read it: PDF, pictures, PowerPoint, a script to rehearse from, Markdown."""
